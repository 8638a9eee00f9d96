"""An application in words: the same to the applicant who wrote it and the officer who reads it."""
