#include "health/healthrow.h"

#include "base/literals.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace parking::ui {

HealthRow::HealthRow(const Theme &theme, QWidget *parent) : QFrame(parent), m_theme(theme)
{
    setObjectName(u"card"_s);
    m_sign = makeLabel(this);
    m_name = makeLabel(this);
    setTextStyle(*m_name, "cardTitle"_L1);
    m_name->setWordWrap(true);
    m_text = makeLabel(this);
    m_text->setWordWrap(true);
    m_detail = makeLabel(this, "caption"_L1);
    m_detail->setWordWrap(true);
    m_aside = makeLabel(this, "secondary"_L1);
    m_since = makeLabel(this, "caption"_L1);
    m_link = new QPushButton(this);
    m_link->setProperty("kind", u"link"_s);
    connect(m_link, &QPushButton::clicked, this, [this] {
        if (m_content.follow)
            m_content.follow();
    });
    auto *texts = new QVBoxLayout;
    texts->setSpacing(4);
    texts->addWidget(m_text);
    texts->addWidget(m_detail);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(12);
    layout->addWidget(m_sign);
    layout->addWidget(m_name);
    layout->addLayout(texts, 1);
    layout->addWidget(m_link);
    layout->addWidget(m_aside);
    layout->addWidget(m_since);
    connect(&theme, &Theme::changed, this, &HealthRow::refresh);
}

void HealthRow::setContent(const Content &content)
{
    m_content = content;
    m_name->setText(content.name);
    m_text->setText(content.text);
    m_detail->setText(content.detail);
    m_detail->setVisible(!content.detail.isEmpty());
    m_aside->setText(content.aside);
    m_aside->setVisible(!content.aside.isEmpty());
    m_since->setText(content.since);
    m_since->setVisible(!content.since.isEmpty());
    m_link->setText(content.link);
    m_link->setAccessibleName(u"%1: %2"_s.arg(content.name, content.link));
    m_link->setVisible(!content.link.isEmpty());
    refresh();
}

void HealthRow::refresh()
{
    const Tokens &t = m_theme.tokens();
    const std::pair<const char *, QColor> signs[] = {
        {"warning", t.danger}, {"warning", t.warning}, {"clock", t.text3}, {"check", t.ok}};
    const auto &[icon, colour] = signs[size_t(m_content.sign)];
    m_sign->setPixmap(m_theme.pixmap(QLatin1StringView(icon), 20, colour, devicePixelRatioF()));
    m_name->setFixedWidth(m_theme.scaled(140));
}

HealthRows::HealthRows(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    m_layout = new QVBoxLayout(this);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(8);
}

void HealthRows::setContents(const QList<HealthRow::Content> &contents)
{
    while (m_rows.size() > contents.size())
        delete m_rows.takeLast();
    while (m_rows.size() < contents.size()) {
        m_rows.append(new HealthRow(m_theme, this));
        m_layout->addWidget(m_rows.last());
    }
    for (qsizetype i = 0; i < contents.size(); ++i)
        m_rows[i]->setContent(contents[i]);
}

} // namespace parking::ui
