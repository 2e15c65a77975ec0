"""Parts of pages that are more than Streamlit's own widgets."""
