"""Cases: their list, the page of each, on paper and as a file."""
