"""Every chart described once, for the two who draw it."""
