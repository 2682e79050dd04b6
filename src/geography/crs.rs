//! Coordinate reference systems by the names that files and authors give them.

use proj4rs::Proj;

/// A reference system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Crs {
    /// Its definition in the words of PROJ.
    pub definition: String,
    /// Its number in the register of EPSG, where it has one.
    pub epsg: Option<u16>,
}

/// Longitude and latitude.
pub(super) const DEGREES: u16 = 4326;
/// The British National Grid.
pub(super) const BRITISH: u16 = 27700;

/// Names that authors may write for common projections.
const NAMES: [(&str, u16, &str); 6] = [
    ("british_national_grid", BRITISH, "British National Grid"),
    ("irish_transverse_mercator", 2157, "Irish Transverse Mercator"),
    ("irish_grid", 29903, "Irish Grid"),
    ("etrs89_laea", 3035, "ETRS89 Lambert azimuthal equal-area projection"),
    ("equal_earth", 8857, "Equal Earth projection"),
    ("web_mercator", 3857, "Web Mercator projection"),
];

/// Returns the names of common projections.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    NAMES.iter().map(|(name, ..)| *name)
}

impl Crs {
    pub(super) fn of_epsg(code: u16) -> Result<Self, String> {
        let found = crs_definitions::from_code(code);
        let definition = match (code, found) {
            // Not in the register's older copies.
            (8857, None) => "+proj=eqearth +lon_0=0 +datum=WGS84 +units=m".to_owned(),
            (_, Some(found)) => found.proj4.to_owned(),
            (_, None) => return Err(format!("EPSG:{code} is not known")),
        };
        Self::defined(definition, Some(code))
    }

    fn defined(definition: String, epsg: Option<u16>) -> Result<Self, String> {
        Proj::from_proj_string(&definition)
            .map_err(|error| format!("`{definition}` cannot be used: {error}"))?;
        Ok(Self { definition, epsg })
    }

    /// An equal-area projection about a place.
    pub(super) fn about(longitude: f64, latitude: f64) -> Result<Self, String> {
        Self::defined(
            format!(
                "+proj=laea +lat_0={latitude} +lon_0={longitude} +datum=WGS84 +units=m"
            ),
            None,
        )
    }

    /// Returns the system of a name: `EPSG:27700`, a common name, `CRS84`, an address or URN, a
    /// definition of PROJ, or well-known text.
    pub(super) fn find(name: &str) -> Result<Self, String> {
        let name = name.trim();
        let named = NAMES.iter().find(|(known, ..)| name.eq_ignore_ascii_case(known));
        if let Some((_, code, _)) = named {
            return Self::of_epsg(*code);
        }
        if name.starts_with("+proj") || name.starts_with("+init") {
            return Self::defined(name.to_owned(), None);
        }
        if name.contains('[') {
            return Self::of_text(name);
        }
        let upper = name.to_ascii_uppercase();
        if upper.ends_with("CRS84") || upper.ends_with("CRS84H") {
            return Self::of_epsg(DEGREES);
        }
        if upper.contains("EPSG") {
            let digits = upper.rsplit([':', '/', '#']).next().unwrap_or_default();
            let code = digits.parse().map_err(|_| format!("`{name}` has no number"))?;
            return Self::of_epsg(code);
        }
        match upper.as_str() {
            "WGS84" | "WGS 84" => Self::of_epsg(DEGREES),
            _ => Err(format!("`{name}` is not known")),
        }
    }

    /// The system of a well-known text, as `.prj` files have it.
    fn of_text(text: &str) -> Result<Self, String> {
        // Files of ArcGIS leave out the shift of the datum, which is a hundred metres.
        let plain = text.replace('_', " ").to_lowercase();
        if plain.contains("british national grid") {
            return Self::of_epsg(BRITISH);
        }
        let last = text.rsplit("AUTHORITY[\"EPSG\",\"").next();
        let last = last.filter(|rest| *rest != text);
        if let Some(code) = last.and_then(|rest| rest.split('"').next()?.parse().ok()) {
            // The last authority is that of the whole.
            if text.trim_end().ends_with(&format!("AUTHORITY[\"EPSG\",\"{code}\"]]")) {
                return Self::of_epsg(code);
            }
        }
        let definition = proj4wkt::wkt_to_projstring(text)
            .map_err(|error| format!("its text cannot be read: {error}"))?;
        Self::defined(definition, None)
    }

    /// Returns whether its coordinates are degrees.
    pub(super) fn is_degrees(&self) -> bool {
        ["+proj=longlat", "+proj=latlong", "+proj=lonlat"]
            .iter()
            .any(|name| self.definition.contains(name))
    }

    /// Returns its name for a reader.
    pub(super) fn words(&self) -> String {
        let named = NAMES.iter().find(|(_, code, _)| self.epsg == Some(*code));
        match (named, self.epsg) {
            (Some((.., words)), _) => (*words).to_owned(),
            (None, Some(code)) => format!("EPSG:{code}"),
            (None, None) => self.definition.clone(),
        }
    }

    pub(super) fn projection(&self) -> Result<Proj, String> {
        Proj::from_proj_string(&self.definition).map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::BRITISH;
    use super::Crs;
    use super::DEGREES;
    use proj4rs::adaptors::transform_xy;

    #[test]
    fn a_system_is_found_by_any_of_its_names() {
        for name in [
            "EPSG:27700",
            "urn:ogc:def:crs:EPSG::27700",
            "http://www.opengis.net/def/crs/EPSG/0/27700",
            "british_national_grid",
            "PROJCS[\"British_National_Grid\",GEOGCS[\"GCS_OSGB_1936\"]]",
        ] {
            assert_eq!(Crs::find(name).unwrap().epsg, Some(BRITISH), "{name}");
        }
        let degrees = Crs::find("urn:ogc:def:crs:OGC:1.3:CRS84").unwrap();
        assert_eq!((degrees.epsg, degrees.is_degrees()), (Some(DEGREES), true));
        assert!(Crs::find("EPSG:1").is_err());
        assert!(Crs::find("the usual").is_err());
    }

    #[test]
    fn the_british_grid_is_that_of_the_ordnance_survey() {
        // "A Guide to Coordinate Systems in Great Britain", annexe C: Caister water tower,
        // 52° 39' 27.2531" N 1° 43' 4.5177" E on the grid's own datum is 651409.903 313177.270.
        let from = Crs::defined_for_test("+proj=longlat +ellps=airy +no_defs");
        let to = "+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy";
        let to = Crs::defined_for_test(to);
        let degrees = |d: f64, m: f64, s: f64| (d + m / 60.0 + s / 3600.0).to_radians();
        let (x, y) = transform_xy(
            &from.projection().unwrap(),
            &to.projection().unwrap(),
            degrees(1.0, 43.0, 4.5177),
            degrees(52.0, 39.0, 27.2531),
        )
        .unwrap();
        assert!((x - 651_409.903).abs() < 0.01, "{x}");
        assert!((y - 313_177.270).abs() < 0.01, "{y}");
        // With the shift of the datum from WGS 84, which is good to about five metres: the
        // same tower is at 52° 39' 28.8282" N 1° 42' 57.8663" E.
        let (x, y) = transform_xy(
            &Crs::of_epsg(DEGREES).unwrap().projection().unwrap(),
            &Crs::of_epsg(BRITISH).unwrap().projection().unwrap(),
            degrees(1.0, 42.0, 57.8663),
            degrees(52.0, 39.0, 28.8282),
        )
        .unwrap();
        assert!((x - 651_409.903).abs() < 5.0, "{x}");
        assert!((y - 313_177.270).abs() < 5.0, "{y}");
    }

    impl Crs {
        fn defined_for_test(definition: &str) -> Self {
            Self::defined(definition.to_owned(), None).unwrap()
        }
    }
}
