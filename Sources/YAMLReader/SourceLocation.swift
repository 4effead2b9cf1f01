/// A place in a text file.
package struct SourceLocation: Sendable, Hashable, CustomStringConvertible {
    /// The file, as it was named by whoever asked for it to be read.
    package let path: String
    /// The line, counted from 1.
    package let line: Int
    /// The column in Unicode scalars, counted from 1.
    package let column: Int

    /// Names a place.
    package init(path: String, line: Int, column: Int) {
        self.path = path
        self.line = line
        self.column = column
    }

    /// `path:line:column`, as compilers write it.
    package var description: String { "\(path):\(line):\(column)" }
}
