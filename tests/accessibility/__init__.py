"""Every page can be used by everybody: axe, keyboard, width, language."""
