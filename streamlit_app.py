"""The entry of the app: page set-up, navigation and search. Run it with `mlatlas app`."""

import streamlit as st

from mlatlas.app import explorer, finding, pages, shared
from mlatlas.errors import AtlasError

st.set_page_config(page_title="ML Atlas", page_icon="🧭", layout="wide")
shared.use_style("style.css")
listed = [st.Page(path, title=title) for path, title in pages.ALL]
explore = listed[0]
page = st.navigation(listed, position="top")
try:
    finding.everywhere(
        explorer.kinds(),
        stay=explorer.start if page.title == explore.title else None,
        leave=lambda slug: st.switch_page(explore, query_params={"open": slug}),
    )
    page.run()
except AtlasError as error:  # such as a server that is asked for the facts and does not answer
    st.error(f"ML Atlas: {error}")
    st.toast(f"ML Atlas: {error}", icon="⚠️", duration="infinite")  # the page may already reach below the window
