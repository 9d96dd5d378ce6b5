"""Maps of the pages: folium, and the program that runs in the browser."""
