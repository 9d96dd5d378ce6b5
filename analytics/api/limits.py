"""How much one request may ask for, and how much is kept of what was asked.

How long an address may be, `selection/address.py` says for all who read one.
"""

MOST_FOUND, USUALLY_FOUND = 20, 8  # results of a search, at most and where nothing is said
LARGEST_LIMIT = 10_000  # rows of one answer, where a number is given
LARGEST_OFFSET = 1_000_000
LONGEST_REPEATED = 100  # signs of a refused value that an answer repeats
MOST_REFUSALS = 10  # that an answer lists: a short question must not have an answer of megabytes
KNOWN_ADDRESSES = 1_000  # each may be as long as a query may; one more, and all are forgotten
THREADS, MOST_WAITING = 2, 64  # requests that are worked out at a time, and that are in hand or wait
