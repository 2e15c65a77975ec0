"""The entry of the app: page set-up and navigation. Run it with `mlatlas app`."""

import streamlit as st

from mlatlas.app import pages, shared
from mlatlas.errors import AtlasError

st.set_page_config(page_title="ML Atlas", page_icon="🧭", layout="wide")
shared.use_style("style.css")
page = st.navigation([st.Page(path, title=title) for path, title in pages.ALL], position="top")
try:
    page.run()
except AtlasError as error:  # such as a server that is asked for the facts and does not answer
    st.error(f"ML Atlas: {error}")
    st.toast(f"ML Atlas: {error}", icon="⚠️", duration="infinite")  # the page may already reach below the window
