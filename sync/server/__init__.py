"""The group server: enrolment, intake, posting, pull, programmes. Of the terminal it knows the points rules only."""
