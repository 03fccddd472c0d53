"""read_site.py SITE: reads the built book in a headless Chromium that reaches nothing but this machine."""

import functools
import http.server
import os
import sys
import threading

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

SITE = sys.argv[1]
problems = []


class Quiet(http.server.SimpleHTTPRequestHandler):
    missing = []

    def log_message(self, *words):
        pass

    def send_error(self, code, *words):
        self.missing.append(self.path)
        super().send_error(code, *words)


def browser():
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for argument in ["--headless=new", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage",
                     "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]:
        options.add_argument(argument)
    if os.geteuid() == 0:
        options.add_argument("--no-sandbox")  # Chromium refuses root otherwise; the pages are our own
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)


def expect(right, sentence):
    if not right:
        problems.append(sentence)


def fits(page, width):
    inner, wide = driver.execute_script("return [window.innerWidth, document.documentElement.scrollWidth]")
    expect(inner == width, f"{page}: the window is {inner} wide, not {width}")
    expect(wide <= inner, f"{page} at {width} pixels: {wide} wide, so that one must scroll sideways")


def see(page, width):
    """A page at a width; phones are narrower than a window may be."""
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                           {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600})
    driver.get(f"{home}/{page}")
    driver.execute_script("for (const i of document.images) i.loading = 'eager'")
    WebDriverWait(driver, 30).until(lambda d: d.execute_script("return [...document.images].every(i => i.complete)"))
    fits(page, width)
    seen = driver.execute_script("""
        const page = document.querySelector('article').cloneNode(true);
        page.querySelectorAll('pre, code, annotation').forEach(e => e.remove());
        return page.textContent""")
    for sign in ["$$", "\\frac", "\\sum"]:
        expect(sign not in seen, f"{page} shows {sign}")
    broken = driver.execute_script("return [...document.images].filter(i => !i.naturalWidth).map(i => i.src)")
    expect(not broken, f"{page} does not show {broken}")


def chapter(page, width):
    see(page, width)
    sizes = driver.execute_script(
        "return [...document.querySelectorAll('.arithmatex .katex-html')]"
        ".map(e => [e.getBoundingClientRect().width, e.getBoundingClientRect().height, e.textContent])")
    expect(len(sizes) > 20, f"{page} has {len(sizes)} formulas drawn, and should have many")
    for wide, high, text in sizes:
        expect(wide > 0 and high > 0, f"{page} has a formula without size: {text}")
    letters = driver.execute_script("return document.fonts.check('16px KaTeX_Main')")
    expect(letters, f"{page} is without KaTeX's letters")
    figure = driver.execute_script(
        "const i = document.querySelector('figure.experiment img'); return i && i.getBoundingClientRect().width")
    expect(figure and figure > 200, f"{page} has no figure of its experiment, or it is small: {figure}")


def search(width):
    see("index.html", width)
    if width < 600:
        driver.execute_script("document.querySelector('label[for=__search]').click()")
    field = driver.find_element(By.CSS_SELECTOR, "input[name=query]")
    driver.execute_script("arguments[0].focus()", field)
    field.send_keys("batchnorm")
    wait = WebDriverWait(driver, 30)
    wait.until(lambda d: d.find_elements(By.CSS_SELECTOR, ".md-search-result__link"))
    links = [one.get_attribute("href") for one in driver.find_elements(By.CSS_SELECTOR, ".md-search-result__link")]
    right = [link for link in links if "/stages/05-batchnorm.html" in link]
    expect(right, f"searching for batchnorm at {width} pixels leads to {links[:5]}")
    fits("the page with search results", width)
    if right:
        driver.get(right[0])
        expect("Batch normalization" in driver.title + driver.find_element(By.TAG_NAME, "h1").text,
               f"the result leads to {driver.title}")


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=SITE))
threading.Thread(target=server.serve_forever, daemon=True).start()
home = f"http://127.0.0.1:{server.server_address[1]}"
driver = browser()
try:
    pages = sorted(os.path.relpath(os.path.join(folder, file), SITE)
                   for folder, _, files in os.walk(SITE) for file in files if file.endswith(".html"))
    for width in [390, 1280]:
        for page in ["stages/05-batchnorm.html", "stages/07-losses.html"]:
            chapter(page, width)
        search(width)
    for page in pages:
        if page != "404.html":
            see(page, 390)  # what fits there fits everywhere
    for line in driver.get_log("browser"):
        expect(line["level"] != "SEVERE", f"the browser says: {line['message']}")
finally:
    driver.quit()
expect(not Quiet.missing, f"asked for, but not there: {Quiet.missing[:5]}")
for problem in problems:
    print("FAILED:", problem)
print(f"{len(pages)} pages read")
sys.exit(1 if problems else 0)
