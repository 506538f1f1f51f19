"""The report: one page that shows what was found, merged, dropped and doubted."""
