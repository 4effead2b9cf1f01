/// The compiler that made this program.
enum SwiftVersion {
    /// Major and minor version, as far as this file knows them.
    static let text: String = {
        #if compiler(>=6.4)
            "6.4 or newer"
        #elseif compiler(>=6.3)
            "6.3"
        #else
            "6.2"
        #endif
    }()
}
