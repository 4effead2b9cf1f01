/// Types named by every reserved word; that this target compiles is the test.
public enum KeywordTypes {}
