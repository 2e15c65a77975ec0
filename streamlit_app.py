"""The entry of the app: page set-up and navigation. Run it with `mlatlas app`."""


def main() -> None:
    """Lay out the pages; Streamlit calls this on every rerun."""
    import streamlit as st  # noqa: PLC0415 - worker processes import this file too, and need no Streamlit

    from mlatlas.app import pages, shared  # noqa: PLC0415

    st.set_page_config(page_title="ML Atlas", page_icon="🧭", layout="wide")
    shared.use_style("style.css")
    st.navigation([st.Page(path, title=title) for path, title in pages.ALL], position="top").run()


if __name__ == "__main__":
    main()
