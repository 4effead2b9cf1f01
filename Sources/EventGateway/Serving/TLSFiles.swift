/// What a gateway proves who it is by.
package struct TLSFiles: Sendable, Hashable {
    /// The path of the PEM file of the certificate chain, the gateway's own first.
    package var certificate: String
    /// The path of the PEM file of its private key.
    package var key: String

    /// Names the files.
    package init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }
}
