"""Exam questions: options, the right ones, verdicts, gaps, parts by kind, answer keys."""
