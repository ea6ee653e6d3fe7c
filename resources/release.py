"""The version of this application."""

VERSION = "0.1.0"
