"""The views of Ask the data: a question with its matrix, and the pictures."""
