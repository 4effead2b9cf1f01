/// The events of the catalogue beside this file: version 1.1 of what the tests of upcasts write and read.
public enum Version {}
