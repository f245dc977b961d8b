#include "shell/topbar.h"

#include "base/literals.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QHBoxLayout>
#include <QStyle>

namespace parking::ui {

namespace {

constexpr int kLeastSearch = 116; // its icon and its words
constexpr int kSearchWithKeys = 200;
constexpr int kRoomForRole = 520; // of the bar

} // namespace

TopBar::TopBar(const SiteModel &model, const Situation &situation, Theme &theme, QWidget *parent)
    : QFrame(parent), m_theme(theme)
{
    setObjectName(u"topBar"_s);
    setFixedHeight(56);
    m_site = makeLabel(this);
    setTextStyle(*m_site, "topBar"_L1);
    m_search = new QPushButton(this);
    m_search->setObjectName(u"searchButton"_s);
    m_search->setText(tr("Find a space"));
    m_search->setAccessibleName(tr("Find a space"));
    m_keys = makeLabel(m_search, {},
                       QKeySequence(Qt::CTRL | Qt::Key_K).toString(QKeySequence::NativeText));
    m_keys->setObjectName(u"keys"_s);
    m_keys->setAttribute(Qt::WA_TransparentForMouseEvents);
    auto *inside = new QHBoxLayout(m_search);
    inside->setContentsMargins(0, 0, 8, 0);
    inside->addWidget(m_keys, 0, Qt::AlignRight | Qt::AlignVCenter);
    m_search->setMinimumWidth(theme.scaled(kLeastSearch));
    m_search->setMaximumWidth(340);
    m_search->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(m_search, &QPushButton::clicked, this, &TopBar::searchRequested);
    m_mode = new QPushButton(this);
    m_mode->setProperty("kind", u"icon"_s);
    m_mode->setAccessibleName(tr("Light or dark"));
    connect(m_mode, &QPushButton::clicked, this, [this] {
        m_theme.setChoice(m_theme.tokens().dark ? ThemeChoice::Light : ThemeChoice::Dark);
    });
    m_bell = new Bell(theme, this);
    m_roleIcon = makeLabel(this);
    m_role = makeLabel(this);
    setTextStyle(*m_role, "strong"_L1);
    m_pastIcon = makeLabel(this);
    m_pastIcon->hide();
    m_leave = new QPushButton(tr("Leave review"), this);
    m_leave->setMinimumWidth(theme.scaled(140));
    m_leave->hide();
    connect(m_leave, &QPushButton::clicked, this, &TopBar::leaveRequested);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(20, 0, 16, 0);
    layout->setSpacing(8);
    layout->addWidget(m_pastIcon);
    layout->addWidget(m_site);
    layout->addStretch(1);
    layout->addWidget(m_search, 2);
    layout->addStretch(1);
    layout->addWidget(m_mode);
    layout->addWidget(m_bell);
    m_rule = new QFrame(this);
    m_rule->setObjectName(u"rule"_s);
    m_rule->setFixedSize(1, 24);
    layout->addSpacing(8);
    layout->addWidget(m_rule);
    layout->addSpacing(8);
    layout->addWidget(m_roleIcon);
    layout->addWidget(m_role);
    layout->addWidget(m_leave);
    connect(&theme, &Theme::changed, this, [this] {
        refresh();
        fit();
    });
    const auto nameSite = [this, &model] {
        m_site->setText(m_past.isEmpty() ? model.site().name : m_past);
    };
    const auto nameRole = [this, &situation] {
        m_role->setText(situation.role());
        m_roleIcon->setToolTip(situation.role());
    };
    connect(&model, &SiteModel::loaded, this, nameSite);
    connect(&situation, &Situation::roleChanged, this, nameRole);
    nameSite();
    nameRole();
    refresh();
}

void TopBar::setPast(const QString &title)
{
    m_past = title;
    m_site->setText(title);
    m_site->setToolTip(title);
    for (QWidget *ofNow : std::initializer_list<QWidget *>{m_bell, m_rule, m_roleIcon, m_role})
        ofNow->hide();
    m_pastIcon->show();
    m_leave->show();
    setProperty("past", true);
    style()->unpolish(this);
    style()->polish(this);
}

void TopBar::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    fit();
}

/// In a narrow window words give way that stand elsewhere too: no button lies on another one.
void TopBar::fit()
{
    m_role->setVisible(m_past.isEmpty() && width() >= m_theme.scaled(kRoomForRole));
    layout()->activate();
    m_keys->setVisible(m_search->width() >= m_theme.scaled(kSearchWithKeys));
}

void TopBar::refresh()
{
    const Tokens &t = m_theme.tokens();
    m_pastIcon->setPixmap(m_theme.pixmap(u"history"_s, 20, t.accent, devicePixelRatioF()));
    m_search->setIcon(m_theme.icon(u"search"_s));
    m_mode->setIcon(m_theme.icon(t.dark ? u"sun"_s : u"moon"_s));
    m_mode->setToolTip(t.dark ? tr("Light theme") : tr("Dark theme"));
    m_mode->setIconSize(QSize(20, 20));
    m_roleIcon->setPixmap(m_theme.pixmap(u"user"_s, 20, t.text2, devicePixelRatioF()));
}

} // namespace parking::ui
