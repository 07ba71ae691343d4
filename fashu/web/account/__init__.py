"""The way in, one's own account, and who is signed in. What it all rests on is `credentials`."""
