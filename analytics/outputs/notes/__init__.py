"""The note of one page: of a department, a region, a country or an incident, as a page, a PDF and a Word document."""
