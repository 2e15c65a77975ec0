"""The Streamlit app: pages, components, and the codec between URL and state. Pages know `Atlas` and `drawing`."""
