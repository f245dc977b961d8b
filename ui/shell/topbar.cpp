#include "shell/topbar.h"

#include <QHBoxLayout>

namespace parking::ui {

TopBar::TopBar(Theme &theme, QWidget *parent) : QFrame(parent), m_theme(theme)
{
    setObjectName(QStringLiteral("topBar"));
    setFixedHeight(56);
    m_site = new QLabel(this);
    m_search = new QPushButton(this);
    m_search->setObjectName(QStringLiteral("searchButton"));
    m_search->setText(tr("Find a space"));
    m_search->setAccessibleName(tr("Find a space"));
    m_keys =
        new QLabel(QKeySequence(Qt::CTRL | Qt::Key_K).toString(QKeySequence::NativeText), m_search);
    m_keys->setObjectName(QStringLiteral("keys"));
    m_keys->setAttribute(Qt::WA_TransparentForMouseEvents);
    auto *inside = new QHBoxLayout(m_search);
    inside->setContentsMargins(0, 0, 8, 0);
    inside->addWidget(m_keys, 0, Qt::AlignRight | Qt::AlignVCenter);
    m_search->setMinimumWidth(220);
    m_search->setMaximumWidth(340);
    m_search->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(m_search, &QPushButton::clicked, this, &TopBar::searchRequested);
    m_mode = new QPushButton(this);
    m_mode->setProperty("kind", QStringLiteral("icon"));
    m_mode->setAccessibleName(tr("Light or dark"));
    connect(m_mode, &QPushButton::clicked, this, [this] {
        m_theme.setChoice(m_theme.tokens().dark ? ThemeChoice::Light : ThemeChoice::Dark);
    });
    m_roleIcon = new QLabel(this);
    m_role = new QLabel(this);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(20, 0, 16, 0);
    layout->setSpacing(8);
    layout->addWidget(m_site);
    layout->addStretch(1);
    layout->addWidget(m_search, 2);
    layout->addStretch(1);
    layout->addWidget(m_mode);
    auto *rule = new QFrame(this);
    rule->setObjectName(QStringLiteral("rule"));
    rule->setFixedSize(1, 24);
    layout->addSpacing(8);
    layout->addWidget(rule);
    layout->addSpacing(8);
    layout->addWidget(m_roleIcon);
    layout->addWidget(m_role);
    connect(&theme, &Theme::changed, this, &TopBar::refresh);
    refresh();
}

void TopBar::setSite(const QString &name)
{
    m_site->setText(name);
}

void TopBar::setRole(const QString &role)
{
    m_role->setText(role);
}

void TopBar::refresh()
{
    const Tokens &t = m_theme.tokens();
    m_site->setFont(m_theme.font(TextStyle::TopBar));
    m_role->setFont(m_theme.font(TextStyle::BodyStrong));
    m_search->setIcon(m_theme.icon(QStringLiteral("search")));
    m_mode->setIcon(m_theme.icon(t.dark ? QStringLiteral("sun") : QStringLiteral("moon")));
    m_mode->setToolTip(t.dark ? tr("Light theme") : tr("Dark theme"));
    m_mode->setIconSize(QSize(20, 20));
    m_roleIcon->setPixmap(m_theme.pixmap(QStringLiteral("user"), 20, t.text2, devicePixelRatioF()));
}

} // namespace parking::ui
