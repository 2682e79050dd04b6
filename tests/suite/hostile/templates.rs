//! Templates of PDFs: what the project's own may ask of Typst.

use crate::harness::Project;
use crate::harness::program;
use crate::harness::typst;
use std::net::TcpListener;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

/// A project whose template begins with these lines.
fn with(lines: &str) -> Project {
    let project = Project::starter();
    let template = reissue::output::builtin("pdf/template.typ").unwrap();
    let template = str::from_utf8(template).unwrap();
    project.file("templates/pdf/template.typ", format!("{lines}\n{template}"));
    project
}

fn build(project: &Project, args: &[&str]) -> (i32, String) {
    let ran =
        project.run(&[&["build", "--typst", typst().to_str().unwrap()], args].concat());
    (ran.code, ran.err)
}

#[test]
fn packages_are_refused_at_the_place_that_asks_for_them() {
    for line in [
        "#import \"@preview/cetz:0.3.0\": canvas",
        "#import \"@local/mine:0.1.0\"",
        "#{ let a = \"@pre\" + \"view/cetz:0.3.0\"; import a }",
        "#include \"@preview/cetz:0.3.0\"",
    ] {
        let (code, err) = build(&with(&format!("// first\n{line}")), &[]);
        assert_eq!(code, 1, "{line}: {err}");
        let said =
            "error[R0607]: the template uses a package of Typst, which is not allowed";
        assert!(err.contains(said), "{line}: {err}");
        assert!(err.contains("--> templates/pdf/template.typ:2:"), "{line}: {err}");
        assert!(err.contains("allow packages with `--packages`"), "{line}: {err}");
    }
}

/// Builds with a home that has a local package, behind a proxy that counts who asks it.
fn built(line: &str, args: &[&str]) -> (bool, usize) {
    let project = with(line);
    let home = tempfile::tempdir().unwrap();
    let package = home.path().join("typst/packages/local/mine/0.1.0");
    std::fs::create_dir_all(&package).unwrap();
    let manifest =
        "[package]\nname = \"mine\"\nversion = \"0.1.0\"\nentrypoint = \"a.typ\"\n";
    std::fs::write(package.join("typst.toml"), manifest).unwrap();
    std::fs::write(package.join("a.typ"), "#let mine = 1").unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let proxy = format!("http://{}", listener.local_addr().unwrap());
    listener.set_nonblocking(true).unwrap();
    let asked = AtomicUsize::new(0);
    let done = AtomicUsize::new(0);
    let code = std::thread::scope(|scope| {
        scope.spawn(|| {
            while done.load(Ordering::Relaxed) == 0 {
                if listener.accept().is_ok() {
                    asked.fetch_add(1, Ordering::Relaxed);
                }
                std::thread::sleep(std::time::Duration::from_millis(1));
            }
        });
        let output = program(project.path())
            .args(["build", "--typst", typst().to_str().unwrap()])
            .args(args)
            .env("XDG_DATA_HOME", home.path())
            .env("XDG_CACHE_HOME", home.path().join("cache"))
            .env("HTTPS_PROXY", &proxy)
            .env("https_proxy", &proxy)
            .output()
            .unwrap();
        done.store(1, Ordering::Relaxed);
        output.status.success()
    });
    (code, asked.load(Ordering::Relaxed))
}

#[test]
fn without_packages_no_folder_and_no_network_is_asked_and_with_them_both_are() {
    let local = "#import \"@local/mine:0.1.0\": mine";
    let preview = "#import \"@preview/cetz:0.3.0\": canvas";
    assert_eq!(built(local, &[]), (false, 0));
    assert_eq!(built(local, &["--packages"]), (true, 0));
    assert_eq!(built(preview, &[]), (false, 0));
    let (done, asked) = built(preview, &["--packages"]);
    assert!(!done && asked > 0, "{asked}");
}

#[test]
fn a_pdf_that_was_made_with_packages_is_not_used_without_them() {
    let project = with("#import \"@local/mine:0.1.0\": mine");
    let home = tempfile::tempdir().unwrap();
    let package = home.path().join("local/mine/0.1.0");
    std::fs::create_dir_all(&package).unwrap();
    let manifest =
        "[package]\nname = \"mine\"\nversion = \"0.1.0\"\nentrypoint = \"a.typ\"\n";
    std::fs::write(package.join("typst.toml"), manifest).unwrap();
    std::fs::write(package.join("a.typ"), "#let mine = 1").unwrap();
    let run = |args: &[&str]| {
        let output = program(project.path())
            .args(["build", "--typst", typst().to_str().unwrap()])
            .args(args)
            .env("TYPST_PACKAGE_PATH", home.path())
            .output()
            .unwrap();
        output.status.success()
    };
    assert!(run(&["--packages"]));
    assert!(!run(&[]));
    assert!(run(&["--packages"]));
}

#[test]
fn a_template_reads_nothing_outside_its_own_folder() {
    for path in [
        "/etc/hostname",
        "../../report/report.yaml",
        "../last-run",
        "/../../../report/report.yaml",
    ] {
        let (code, err) = build(&with(&format!("#read(\"{path}\")")), &[]);
        assert_eq!(code, 1, "{path}: {err}");
        assert!(
            err.contains("error[R0603]: typst refused the document"),
            "{path}: {err}"
        );
        assert!(err.contains("--> templates/pdf/template.typ:1:"), "{path}: {err}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_came_in_the_working_folder_shows_a_template_nothing() {
    use std::os::unix::fs::PermissionsExt as _;
    let project = with("#let stolen = read(\"secret.txt\")");
    project.file("secret.txt", "secret");
    let within = project.path().join(".reissue/typst");
    std::fs::create_dir_all(&within).unwrap();
    std::os::unix::fs::symlink("../../secret.txt", within.join("secret.txt")).unwrap();
    let (code, err) = build(&project, &[]);
    assert_eq!(code, 1, "{err}");
    assert!(err.contains("typst refused the document: file not found"), "{err}");
    assert!(!project.path().join("out").exists());
    // Nobody else can put one there meanwhile.
    let mode = std::fs::metadata(within).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[test]
fn a_template_that_leaves_out_the_embargo_or_the_notice_is_refused() {
    let project = with("");
    let report = project.read("report/report.yaml");
    assert!(report.contains("notice:"), "{report}");
    let held = format!("{report}embargo: 2031-03-04T09:30+00:00\n");
    project.file("report/report.yaml", held);
    let template = project.read("templates/pdf/template.typ");
    let (code, err) = build(&project, &[]);
    assert_eq!(code, 0, "{err}");
    for what in ["embargo", "notice"] {
        let own = template.replacen("\n#let report(", "\n#let whole(", 1)
            + &format!(
                "\n#let report({what}: none, ..given, body) = whole({what}: \"\", ..given, body)\n"
            );
        assert!(own.contains("#let whole("), "{own}");
        project.file("templates/pdf/template.typ", own);
        let (code, err) = build(&project, &[]);
        assert_eq!(code, 1, "{err}");
        assert_eq!(
            err.lines().next(),
            Some(&*format!(
                "error[R0713]: the PDF of `templates/pdf/template.typ` leaves out the {what}"
            ))
        );
    }
}

/// What is in the place of a template, and how it comes there.
type Case<'a> = (&'a str, &'a dyn Fn(&std::path::Path));

#[test]
fn a_template_that_cannot_be_read_is_an_error_and_never_the_built_in_one() {
    let link =
        |to: &str, path: &std::path::Path| std::os::unix::fs::symlink(to, path).unwrap();
    let cases: [Case<'_>; 6] = [
        ("a folder", &|path| std::fs::create_dir_all(path).unwrap()),
        ("a link to nothing", &|path| link("nowhere", path)),
        ("a link to itself", &|path| link("page.html", path)),
        ("a link outside", &|path| link("/etc/hostname", path)),
        ("other bytes", &|path| std::fs::write(path, b"\xff\xfe").unwrap()),
        ("a file in the place of its folder", &|path| {
            let folder = path.parent().unwrap();
            std::fs::remove_dir(folder).unwrap();
            std::fs::write(folder, "").unwrap();
        }),
    ];
    for (what, make) in cases {
        let project = Project::starter();
        project.build_page();
        let path = project.path().join("templates/html/page.html");
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        make(&path);
        let ran = project.run(&["build", "--html-only"]);
        assert_eq!(ran.code, 1, "{what}: {}{}", ran.out, ran.err);
        assert!(ran.err.contains("`templates/html/"), "{what}: {}", ran.err);
    }
}

#[test]
fn a_file_of_the_project_that_cannot_be_read_is_not_as_good_as_none() {
    for path in [
        "report/theme.yaml",
        "report/claims.yaml",
        "report/figures.yaml",
        "report/review.yaml",
    ] {
        let project = Project::starter();
        let full = project.path().join(path);
        drop(std::fs::remove_file(&full));
        std::fs::create_dir_all(&full).unwrap();
        let ran = project.run(&["check"]);
        let other = project.run(&["review", "--list", "."]);
        let said = format!("{}{}", ran.err, other.err);
        assert!(
            said.contains(&format!("cannot read `{path}`: it is not a file")),
            "{said}"
        );
    }
}

#[test]
fn templates_of_pages_that_ask_for_very_much_are_refused_at_their_place() {
    let page = reissue::output::builtin("html/page.html").unwrap();
    let page = std::str::from_utf8(page).unwrap();
    let project = Project::starter();
    let turns =
        "the loops of this text take more than 100000 turns; `--max-turns` allows more";
    let doubled = format!("{{% set a = [1] %}}{}", "{% set a = [a, a] %}".repeat(60));
    for (words, said) in [
        (
            "{% for a in range(end=9999) %}{% for b in range(end=9999) %}{% endfor %}{% endfor %}",
            turns,
        ),
        (
            "{% component a() %}{{ <b/> }}{{ <b/> }}{% endcomponent a %}{% component b() %}{% for x in range(end=60000) %}{% endfor %}{% endcomponent b %}{{ <a/> }}",
            turns,
        ),
        (
            &doubled,
            "a value that is kept may have 100000 entries and 262144 bytes of text; this one has more",
        ),
        (
            "{{ range(end=9999) | join(sep=range(end=9999) | join(sep=\"-\")) }}",
            "the filter would make more than 262144 bytes of text",
        ),
        (
            "{% for a in range(end=9999) %}{{ style }}{% endfor %}",
            "the text renders to more than 134217728 bytes",
        ),
    ] {
        project.file(
            "templates/html/page.html",
            page.replacen("</body>", &format!("{words}</body>"), 1),
        );
        let (code, err) = build(&project, &["--html-only"]);
        assert_eq!(code, 1, "{words}: {err}");
        assert!(
            err.contains(&format!("error[R0591]: {said}\n"))
                && err.contains("--> templates/html/page.html:"),
            "{words}: {err}"
        );
    }
    // What only repeats a little is as before.
    let kept =
        "{% set again = title %}{% for a in range(end=3) %}{{ again }}{% endfor %}";
    project.file(
        "templates/html/page.html",
        page.replacen("</body>", &format!("{kept}</body>"), 1),
    );
    let (code, err) = build(&project, &["--html-only"]);
    assert_eq!(code, 0, "{err}");
}
