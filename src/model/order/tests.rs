//! Values in the order in which a reader expects them.

use crate::model::order::Scheme;
use crate::model::order::ranks;
use crate::model::order::rises;

fn sorted(values: &[&'static str]) -> (Scheme, Vec<&'static str>) {
    let (scheme, ranks) = ranks(values, None);
    let mut out = values.to_vec();
    out.sort_by_key(|value| ranks[values.iter().position(|v| v == value).unwrap()]);
    (scheme, out)
}

#[test]
#[expect(clippy::too_many_lines, reason = "one line for each order")]
fn values_come_in_the_order_that_a_reader_expects() {
    for (scheme, expected) in [
        (Scheme::Numbers, &["-1", "2", "9", "10", "Total"][..]),
        (Scheme::Time, &["2017/18", "2018/19", "2021/22"]),
        (Scheme::Time, &["Q4 2021", "Q1 2022", "Q2 2022"]),
        (Scheme::Time, &["Dec 2021", "Jan 2022", "April 2022"]),
        (Scheme::Cycle, &["Jan", "Feb", "Mar", "Apr", "Sept", "Dec"]),
        (Scheme::Cycle, &["Monday", "Tuesday", "Sunday"]),
        (Scheme::Bands, &["Under 5", "5-9", "10-14", "65+", "Not stated"]),
        (Scheme::Bands, &["0 to 4", "5 to 9", "10 to 14", "90 and over", "All ages"]),
        (Scheme::Bands, &["<5", "5", ">5"]),
        (Scheme::Bands, &["Under 1", "0-4", "1-4", "5-9"]),
        (Scheme::Bands, &["0-4", "5-9", "10-14", "Under 16", "15-19"]),
        (Scheme::Bands, &["1 (most deprived)", "2", "9", "10 (least deprived)"]),
        (Scheme::Bands, &["Under 5 (infants)", "5-9 (children)", "10-14"]),
        (Scheme::Bands, &["1 - most deprived", "2", "10 - least deprived"]),
        (Scheme::Names, &["Ward (1)", "Ward (2)", "Ward (10)"]),
        (Scheme::Bands, &["Less than £10,000", "£10,000 to £19,999", "£100,000 or more"]),
        (Scheme::Scale, &["Very good", "Good", "Fair", "Bad", "Very bad", "Don't know"]),
        (Scheme::Scale, &["Strongly agree", "Agree", "Neither", "Disagree"]),
        (Scheme::Names, &["Decile 1", "Decile 2", "Decile 10"]),
        (Scheme::Names, &["alpha", "Beta", "gamma"]),
        (Scheme::Names, &["Apples", "Pears", "Zebras", "Other"]),
        (Scheme::Names, &["East", "North", "All areas"]),
        (Scheme::Names, &["All Saints", "Bowdon"]),
        (Scheme::Names, &["Level 1", "Level 2"]),
        (Scheme::Names, &["No qualifications", "Level 1", "Level 4 and above", "Other"]),
        (
            Scheme::Bands,
            &["Less than 1 year", "1 to 2 years", "3 to 5 years", "More than 10 years"],
        ),
        (Scheme::Bands, &["1 person", "2 people", "10 or more people"]),
        (Scheme::Bands, &["9 years and under", "10 to 19 years", "90 years and over"]),
        (Scheme::Names, &["1 year", "6 months"]),
        (Scheme::Bands, &["None", "One", "Two", "Three or more", "Unknown"]),
        (Scheme::Bands, &["Before 6am", "6am to 9am", "9am to noon", "After noon"]),
        (
            Scheme::Bands,
            &["Micro (0 to 9)", "Small (10 to 49)", "Large (250+)", "Not known"],
        ),
        (
            Scheme::Scale,
            &["Very safe", "Fairly safe", "A bit unsafe", "Very unsafe", "Don't know"],
        ),
        (
            Scheme::Scale,
            &[
                "Much better",
                "A bit better",
                "About the same",
                "A bit worse",
                "Much worse",
            ],
        ),
        (
            Scheme::Scale,
            &["Very worried", "Fairly worried", "Not very worried", "Not at all worried"],
        ),
        (
            Scheme::Scale,
            &["Very easy", "Easy", "Neither easy nor difficult", "Difficult"],
        ),
        (Scheme::Scale, &["Not at all", "A little", "Somewhat", "A lot", "Extremely"]),
        (
            Scheme::Scale,
            &["Most deprived 10%", "2nd", "3rd", "9th", "Least deprived 10%"],
        ),
        (
            Scheme::Scale,
            &[
                "Most deprived quintile",
                "Second quintile",
                "Third quintile",
                "Least deprived quintile",
            ],
        ),
        (Scheme::Scale, &["Lowest fifth", "Second fifth", "Highest fifth"]),
        (Scheme::Scale, &["XS", "S", "M", "L", "XL", "XXL"]),
        (Scheme::Cycle, &["Dydd Llun", "Dydd Mawrth", "Dydd Iau", "Dydd Sul"]),
        (Scheme::Names, &["A*", "A", "B", "C", "G", "U"]),
        (Scheme::Scale, &["No harm", "Low harm", "Severe harm", "Death"]),
        (Scheme::Scale, &["Below expected", "Expected", "Above expected"]),
        (
            Scheme::Scale,
            &[
                "Most deprived quintile",
                "Second most deprived",
                "Middle quintile",
                "Second least deprived",
                "Least deprived quintile",
            ],
        ),
        (
            Scheme::Scale,
            &[
                "Not deprived in any dimension",
                "Deprived in one dimension",
                "Deprived in two dimensions",
                "Deprived in four dimensions",
            ],
        ),
        (Scheme::Names, &["Four Oaks", "No Man's Heath", "One Tree Hill"]),
        (
            Scheme::Scale,
            &["Every day", "At least once a week", "At least once a month", "Never"],
        ),
        (Scheme::Bands, &["Less than 2km", "2km to less than 5km", "60km and over"]),
        (Scheme::Bands, &["O dan 16", "16 i 24", "65 a throsodd", "Arall"]),
        (Scheme::Scale, &["Cytuno'n gryf", "Cytuno", "Anghytuno", "Ddim yn gwybod"]),
        (Scheme::Scale, &["31/01/2024", "28/02/2024", "31/12/2024", "01/01/2025"]),
        (Scheme::Scale, &["None", "Some", "Severe"]),
        (Scheme::Scale, &["Spring", "Summer", "Autumn", "Winter"]),
        (Scheme::Scale, &["Baseline", "Midline", "Endline"]),
        (Scheme::Scale, &["Before", "During", "After"]),
        (
            Scheme::Scale,
            &["Every day", "Several times a week", "Once a month", "Less often", "Never"],
        ),
        (Scheme::Scale, &["Excellent", "Good", "Requires improvement", "Inadequate"]),
        (Scheme::Cycle, &["Mon", "Tues", "Weds", "Thurs", "Fri"]),
        (Scheme::Cycle, &["Mondays", "Tuesdays", "Sundays"]),
        (Scheme::Scale, &["Ionawr", "Chwefror", "Mawrth", "Rhagfyr"]),
        (Scheme::Bands, &["Under-5s", "5-9s", "10-14s", "Over-65s"]),
        (
            Scheme::Bands,
            &["Under 6 months", "6 to 12 months", "1 to 2 years", "Over 5 years"],
        ),
        (
            Scheme::Bands,
            &["Under 15 minutes", "30 minutes to 1 hour", "1 to 2 hours", "Over 2 hours"],
        ),
        (Scheme::Bands, &["16-17", "18-19", "20-21"]),
        (Scheme::Bands, &["9am", "10am", "12pm", "1pm", "6pm"]),
        (Scheme::Names, &["1 person", "2 children to 3 people"]),
        (
            Scheme::Scale,
            &[
                "Agree strongly",
                "Agree slightly",
                "Neither",
                "Disagree slightly",
                "Disagree strongly",
            ],
        ),
        (
            Scheme::Scale,
            &["A great deal", "A fair amount", "Not very much", "Nothing at all"],
        ),
        (
            Scheme::Scale,
            &["All of the time", "Most of the time", "Some of the time", "Never"],
        ),
        (Scheme::Scale, &["Yes, definitely", "Yes, to some extent", "No", "Not sure"]),
        (
            Scheme::Scale,
            &[
                "Much improved",
                "Slightly improved",
                "Stayed the same",
                "Slightly worsened",
            ],
        ),
        (
            Scheme::Scale,
            &[
                "Increased a lot",
                "Increased a little",
                "Stayed the same",
                "Decreased a lot",
            ],
        ),
        (
            Scheme::Scale,
            &[
                "Very confident",
                "Fairly confident",
                "Not very confident",
                "Not confident at all",
            ],
        ),
        (
            Scheme::Scale,
            &["Trust a great deal", "Trust a fair amount", "Do not trust at all"],
        ),
        (Scheme::Scale, &["Low risk", "Medium risk", "High risk"]),
        (
            Scheme::Scale,
            &["Before the pandemic", "During the pandemic", "After the pandemic"],
        ),
        (Scheme::Scale, &["Very small", "Small", "Medium-sized", "Large", "Very large"]),
        (
            Scheme::Scale,
            &[
                "Most deprived",
                "More deprived",
                "Average",
                "Less deprived",
                "Least deprived",
            ],
        ),
        (Scheme::Scale, &["Most deprived 20%", "20-40%", "40-60%", "Least deprived 20%"]),
        (Scheme::Scale, &["Working towards", "Expected", "Greater depth"]),
        (Scheme::Scale, &["98/99", "99/00", "00/01", "01/02"]),
        (Scheme::Scale, &["98-99", "99-00", "00-01"]),
        (Scheme::Scale, &["Q1 2022/23", "Q2 2022/23", "Q4 2022/23", "Q1 2023/24"]),
        (
            Scheme::Scale,
            &[
                "Spring 2022",
                "Autumn 2022",
                "Winter 2022/23",
                "Spring 2023",
                "Summer 2023",
            ],
        ),
        (Scheme::Scale, &["Autumn 2022/23", "Spring 2022/23", "Summer 2022/23"]),
        (Scheme::Scale, &["Autumn term", "Spring term", "Summer term"]),
        (Scheme::Scale, &["Week 2 2023", "Week 10 2023", "Week 1 2024"]),
        (Scheme::Names, &["Nursery", "Reception", "Year 1", "Year 2", "Year 10"]),
        (Scheme::Names, &["YR", "Y1", "Y2", "Y10"]),
        (Scheme::Names, &["No qualifications", "Entry level", "Level 1", "Level 4+"]),
        (Scheme::Names, &["Studio", "1 bedroom", "2 bedrooms", "4+ bedrooms"]),
        (Scheme::Names, &["Ground floor", "1st floor", "2nd floor", "10th floor"]),
        (Scheme::Names, &["Far Wenlock", "Much Wenlock", "Old Wenlock"]),
        (Scheme::Names, &["Fair Isle", "Very Street"]),
        (Scheme::Names, &["Leeds", "Quite Town", "York"]),
        (Scheme::Names, &["R1", "R9", "R10"]),
    ] {
        let mut mixed = expected.to_vec();
        mixed.sort_unstable();
        assert_eq!(sorted(&mixed), (scheme, expected.to_vec()));
        mixed.reverse();
        assert_eq!(sorted(&mixed), (scheme, expected.to_vec()));
    }
}

#[test]
fn a_declared_order_goes_before_any_other() {
    let declared = ["low", "high"].map(str::to_owned);
    let (scheme, ranks) = ranks(&["high", "low", "strange"], Some(&declared));
    assert_eq!((scheme, ranks), (Scheme::Declared, vec![1, 0, 2]));
}

#[test]
fn ages_rise_and_names_do_not() {
    assert!(rises(&["Under 16", "16 to 24", "65 and over"]));
    assert!(!rises(&["65 and over", "16 to 24", "Under 16"]));
    assert!(!rises(&["East", "North"]));
}
