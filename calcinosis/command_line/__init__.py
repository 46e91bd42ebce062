"""The command line: what may be asked, the commands that answer, and the streams they use."""
