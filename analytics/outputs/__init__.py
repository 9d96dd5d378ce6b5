"""What is taken away: tables, files, pictures, receipts, pages to print and to frame."""
