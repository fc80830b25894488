"""What is known to have changed in three policies, by publisher."""
