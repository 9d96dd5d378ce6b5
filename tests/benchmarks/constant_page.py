"""A page of as many Streamlit elements as Explore, all constant: what Streamlit itself costs.

The title alone follows the choice of departments. `sessions` and `pages` measure it in the same run as the dashboard.
"""

import pandas as pd
import streamlit as st

CODES = [f"{number:02d}" for number in range(1, 96) if number != 20]
CODES += ["2A", "2B", "971", "972", "973", "974", "976"]
YEARS, COUNTS = list(range(2016, 2027)), [3, 1, 1, 8, 8, 20, 17, 17, 11, 13, 4]

st.set_page_config(layout="wide")
with st.sidebar:
    st.text_input("Search", key="q")
    start, end = st.columns(2)
    start.selectbox("From", ["", "2021", "2022"], key="from")
    end.selectbox("To", ["", "2021", "2022"], key="to")
    departments = st.multiselect(
        "Department", CODES, format_func=lambda code: f"Department {code} ({code})", key="widget-department"
    )
    for name in ("region", "country", "type", "service"):
        st.multiselect(name, [f"{name} {number}" for number in range(18)], key=name)
st.title(f"{len(departments)} departments")
st.segmented_control("dial", ["a", "b", "c", "d", "e"], default="d", key="dial")
for _ in range(4):
    for column in st.columns(4):
        with column.container():
            column.markdown("A figure with its label and its range")
for row in range(5):
    with st.container(horizontal=True):
        for number in range(5):
            st.button(f"button {row} {number}", key=f"button-{row}-{number}", type="tertiary")
for _ in range(6):
    st.html("<p>" + "Legend and source line of a figure. " * 12 + "</p>")
st.plotly_chart(
    {
        "data": [{"type": "bar", "x": YEARS, "y": COUNTS} for _ in range(5)],
        "layout": {"barmode": "stack", "height": 220},
    },
    key="chart",
)
st.dataframe(pd.DataFrame({"date": ["2022-12-03"] * 30, "name": ["A hospital"] * 30, "beds": range(30)}), key="table")
for number in range(2):
    st.download_button(f"file {number}", b"x", file_name=f"file-{number}.csv", key=f"file-{number}")
