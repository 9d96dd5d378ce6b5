"""Facts to numbers to drawings: everything that the atlas knows, without a screen and without a network."""
