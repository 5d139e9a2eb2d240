"""The app: only this package knows Streamlit. It reads, shows, calls one function."""
