/// How a connection is protected. All files are PEM.
public struct RedisTLS: Sendable, Hashable {
    /// What is demanded of the server's certificate.
    public enum Verification: Sendable, Hashable {
        /// Signed by a trusted authority, and made out to the host that was asked for.
        case full
        /// Signed by a trusted authority, whatever host it names.
        case withoutHostName
        /// Anything. For trying things out only: whoever is in between can read everything.
        case none
    }

    /// The certificates to trust; `nil` for the system's.
    public var authorityFile: String?
    /// The client's certificate chain, where the server asks for one.
    public var certificateFile: String?
    /// The key of the client's certificate.
    public var keyFile: String?
    /// What is demanded of the server's certificate.
    public var verification: Verification
    /// The host name to demand and to announce (SNI); `nil` for the one that is connected to.
    public var serverName: String?

    /// Makes a TLS configuration.
    public init(
        authorityFile: String? = nil, certificateFile: String? = nil, keyFile: String? = nil,
        verification: Verification = .full, serverName: String? = nil
    ) {
        self.authorityFile = authorityFile
        self.certificateFile = certificateFile
        self.keyFile = keyFile
        self.verification = verification
        self.serverName = serverName
    }
}
