"""The Streamlit pages: what is asked and what is shown; every number comes from the engine."""
