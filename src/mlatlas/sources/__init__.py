"""Where facts come from: curated Turtle now, AWS's API models later."""
