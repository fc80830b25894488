"""One module an output format. Each turns records into text; none prints, none knows a terminal."""
