#include "walk/heardlist.h"

#include "base/literals.h"
#include "devices/devicelabels.h"
#include "labels.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

#include <algorithm>

namespace parking::ui {

using namespace std::chrono_literals;

namespace {

constexpr Milliseconds kStill = 3s;

} // namespace

HeardList::HeardList(const Situation &situation, const Theme &theme, QWidget *parent)
    : QFrame(parent), m_situation(situation), m_theme(theme)
{
    setObjectName(u"floorList"_s);
    auto *title = makeLabel(this, {}, tr("Heard in the last 30 s"));
    setTextStyle(*title, "pageTitle"_L1);
    m_hint = makeLabel(this, "secondary"_L1);
    m_hint->setWordWrap(true);
    m_rows = new QVBoxLayout;
    m_rows->setSpacing(0);
    m_eui = new QLineEdit(this);
    m_eui->setPlaceholderText(tr("Enter or scan an EUI"));
    m_eui->setAccessibleName(tr("DevEUI"));
    m_eui->setFont(theme.monoFont(TextStyle::Body));
    m_eui->setMinimumHeight(theme.scaled(48));
    m_problem = makeLabel(this, "danger"_L1);
    m_problem->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(title);
    layout->addWidget(m_hint);
    layout->addLayout(m_rows);
    layout->addStretch(1);
    layout->addWidget(m_problem);
    layout->addWidget(m_eui);
    connect(m_eui, &QLineEdit::returnPressed, this, &HeardList::enter);
    connect(m_eui, &QLineEdit::textEdited, m_problem, &QLabel::clear);
    const auto updateRole = [this] { m_eui->setVisible(!m_situation.isReadOnly()); };
    connect(&situation, &Situation::roleChanged, this, updateRole);
    updateRole();
    setDevices({}, {});
}

void HeardList::enter()
{
    const auto eui = domain::DevEui::normalize(m_eui->text());
    if (!eui) {
        m_problem->setText(tr("A DevEUI has 16 digits, 0 to 9 and A to F."));
        return;
    }
    m_eui->clear();
    Q_EMIT euiEntered(*eui);
}

void HeardList::setDevices(const QList<domain::FleetDevice> &heard, const QString &current)
{
    const bool isOther = m_current != current;
    const UtcTime now = m_situation.now();
    if (m_shown && m_shown->underMouse() && !isOther && now - m_shownAt < kStill)
        return; // nothing moves under a finger that is about to press
    m_shownAt = now;
    m_current = current;
    m_hint->setText(heard.isEmpty() ? tr("Nothing heard for 30 s. Hold the magnet to a sensor.")
                                    : tr("newest first, a magnet makes it send"));
    delete m_shown;
    m_shown = new QWidget(this);
    auto *rows = new QVBoxLayout(m_shown);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    for (const domain::FleetDevice &d : heard.first(std::min(qsizetype(kShown), heard.size()))) {
        rows->addWidget(makeRow(d));
        rows->addWidget(makeRule(m_shown));
    }
    if (heard.size() > kShown)
        rows->addWidget(makeLabel(m_shown, "caption"_L1,
                                  tr("and %n more", nullptr, int(heard.size()) - kShown)));
    m_rows->addWidget(m_shown);
    m_shown->show();
}

QWidget *HeardList::makeRow(const domain::FleetDevice &d)
{
    auto *row = new QWidget(m_shown);
    const bool isHere = !m_current.isEmpty() && d.place.code == m_current;
    auto *name = makeLabel(row, {}, labels::name(d.device));
    setTextStyle(*name, "objectTitle"_L1);
    auto *place = makeLabel(row, d.place.code.isEmpty() ? "warning"_L1 : "secondary"_L1,
                            d.place.code.isEmpty() ? tr("no space yet")
                                : isHere           ? tr("%1, this space").arg(d.place.code)
                                                   : d.place.code);
    auto *age = makeLabel(row, {},
                          d.device.lastHeard ? labels::age(m_situation.now() - *d.device.lastHeard)
                                             : QString());
    setTextStyle(*age, "objectTitle"_L1);
    auto *strength = makeLabel(row, "secondary"_L1,
                               d.device.rssiDbm ? labels::dbm(*d.device.rssiDbm) : QString());
    for (QLabel *right : {age, strength})
        right->setAlignment(Qt::AlignRight);
    auto *names = new QVBoxLayout;
    names->setSpacing(2);
    names->addWidget(name);
    names->addWidget(place);
    auto *values = new QVBoxLayout;
    values->setSpacing(2);
    values->addWidget(age);
    values->addWidget(strength);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 10, 0, 10);
    layout->setSpacing(8);
    layout->addLayout(names, 1);
    if (d.place.code.isEmpty() && !m_current.isEmpty() && !m_situation.isReadOnly()
        && !d.retiredAt) {
        auto *bind = new QPushButton(tr("Bind here"), row);
        bind->setAccessibleName(tr("Bind %1 here").arg(labels::name(d.device)));
        bind->setMinimumHeight(m_theme.scaled(48));
        connect(bind, &QPushButton::clicked, this, [this, d] {
            m_shownAt = {}; // the next answer tells what became of it
            Q_EMIT bindRequested(d);
        });
        layout->addWidget(bind);
    }
    layout->addLayout(values);
    return row;
}

} // namespace parking::ui
