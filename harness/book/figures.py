"""A picture that a line in italics follows is a figure with its caption."""

import re

PICTURE = re.compile(r'<p><img ([^>]*?)src="([^"]+)"([^>]*?)/?></p>\s*<p><em>(.*?)</em></p>', re.DOTALL)


def on_page_content(content, page, config, files):
    def figure(match):
        before, source, after, caption = match.groups()
        # The picture is a link to itself: on a phone, letters are easier to read there.
        return (f'<figure class="experiment"><a href="{source}"><img {before}src="{source}"{after} '
                f'loading="lazy"></a><figcaption>{caption}</figcaption></figure>')

    return PICTURE.sub(figure, content)
