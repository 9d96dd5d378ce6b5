"""What is run by hand and no part of the program: the reference files made again."""
