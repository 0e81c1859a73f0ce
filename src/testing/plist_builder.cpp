// local stand-in, never committed
