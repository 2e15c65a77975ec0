"""The entry of the app: page set-up and navigation. Run it with `mlatlas app`."""

import streamlit as st

from mlatlas.app import pages, shared

st.set_page_config(page_title="ML Atlas", page_icon="🧭", layout="wide")
shared.use_style("style.css")
st.navigation([st.Page(path, title=title) for path, title in pages.ALL], position="top").run()
