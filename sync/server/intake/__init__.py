"""Pushes: checked, made durable, answered. Nobody looks at what the frames say."""
