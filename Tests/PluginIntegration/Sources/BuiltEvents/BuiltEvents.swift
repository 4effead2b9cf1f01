/// The events of `parcels.catalogue.yaml`, generated in every build by the plugin `GenerateEvents`.
public enum BuiltEvents {}
