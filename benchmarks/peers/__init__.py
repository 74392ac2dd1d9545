"""The same three awards as users of other engines would write them."""
