#include "app/firstrunwindow.h"

#include "base/literals.h"
#include "shell/fitscreen.h"
#include "shell/rail.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace parking::ui {

FirstRunWindow::FirstRunWindow(const settings::Source &given, const settings::OwnFiles &own,
                               Theme &theme)
{
    setWindowTitle(tr("Smart Parking"));
    fitScreen(*this);
    auto *body = new QWidget(this);
    m_rail = new Rail(theme, body);
    for (const auto &[icon, word] :
         {std::pair(u"map"_s, tr("Map")), std::pair(u"bookings"_s, tr("Bookings")),
          std::pair(u"devices"_s, tr("Devices")), std::pair(u"wrench"_s, tr("Overrides")),
          std::pair(u"health"_s, tr("Health"))}) {
        RailButton *button = m_rail->addPage(icon, word);
        button->setEnabled(false);
        button->setToolTip(tr("%1: once it is set up").arg(word));
    }
    m_page = new FirstRunPage(given, own, theme, body);
    auto *right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(makeTopBar(theme));
    right->addWidget(m_page, 1);
    auto *row = new QHBoxLayout(body);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_rail);
    row->addLayout(right, 1);
    setCentralWidget(body);
    connect(&m_found, &FoundHere::found, m_page, &FirstRunPage::setFound);
    m_page->setFocus();
}

QWidget *FirstRunWindow::makeTopBar(Theme &theme)
{
    auto *bar = new QFrame(this);
    bar->setObjectName(u"topBar"_s);
    bar->setFixedHeight(56);
    QLabel *title = makeLabel(bar, {}, tr("Smart Parking"));
    setTextStyle(*title, "topBar"_L1);
    auto *mode = new QPushButton(bar);
    mode->setProperty("kind", u"icon"_s);
    mode->setAccessibleName(tr("Light or dark"));
    mode->setFocusPolicy(Qt::TabFocus);
    connect(mode, &QPushButton::clicked, this, [&theme] {
        theme.setChoice(theme.tokens().dark ? ThemeChoice::Light : ThemeChoice::Dark);
    });
    const auto show = [mode, &theme] {
        const bool dark = theme.tokens().dark;
        mode->setIcon(theme.icon(dark ? u"sun"_s : u"moon"_s));
        mode->setToolTip(dark ? tr("Light theme") : tr("Dark theme"));
    };
    connect(&theme, &Theme::changed, mode, show);
    show();
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(20, 0, 16, 0);
    row->addWidget(title);
    row->addStretch();
    row->addWidget(mode);
    return bar;
}

void FirstRunWindow::lookAround(const QList<FoundHere::Place> &places)
{
    m_found.look(places);
}

void FirstRunWindow::resizeEvent(QResizeEvent *event)
{
    using enum RailButton::Form;
    QMainWindow::resizeEvent(event);
    m_rail->setForm(width() >= 2000 ? IconBesideWord : width() >= 1200 ? IconOverWord : IconOnly);
}

} // namespace parking::ui
