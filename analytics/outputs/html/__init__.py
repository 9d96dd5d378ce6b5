"""Parts of pages as HTML, shared by the dashboard, the frames and the static edition."""
