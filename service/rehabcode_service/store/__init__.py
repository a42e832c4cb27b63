"""What is kept: tables and their migrations. SQLite by default, PostgreSQL by URL."""
