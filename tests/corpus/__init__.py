"""What is known of each shipped history, claim by claim."""
