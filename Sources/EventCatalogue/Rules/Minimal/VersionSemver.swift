/// An event's version is one of Semantic Versioning.
enum VersionSemver: CatalogueRule {
    static let id: RuleID = "VERSION_SEMVER"
    static let summary = "`version` is three numbers by Semantic Versioning (semver.org), without leading zeros."
    static let failing: RuleExample = """
        version: 1.0
        """
    static let passing: RuleExample = """
        version: 1.0.0
        """
}
