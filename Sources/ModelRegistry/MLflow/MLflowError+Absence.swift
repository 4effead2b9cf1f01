extension MLflowError {
    /// Whether MLflow itself said that there is no such thing. A 404 without its code is some other server's, at a wrong address.
    package var isAbsence: Bool { kind == .notFound && code == "RESOURCE_DOES_NOT_EXIST" }
}
