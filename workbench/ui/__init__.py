"""The app. Only this package knows Streamlit; it reads, shows, and calls one function."""
