#include "spacelist/spaceform.h"

#include "actlabels.h"
#include "base/literals.h"
#include "domain/limits.h"
#include "domain/merge.h"
#include "labels.h"
#include "spacelist/spacerows.h"
#include "widgets/clashbox.h"
#include "widgets/flowlayout.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollArea>
#include <QScrollBar>
#include <QSpinBox>

namespace parking::ui {

using domain::Space;

domain::SpaceRow rowFrom(const Space &first, int count)
{
    static const QRegularExpression number(u"^(.*?)([0-9]{1,6})$"_s);
    domain::SpaceRow row{
        .place = {first.building, first.floor, first.zone}, .prefix = first.code, .count = count};
    if (const auto match = number.match(first.code); match.hasMatch()) {
        row.prefix = match.captured(1);
        row.first = match.captured(2).toInt();
        row.digits = int(match.captured(2).size());
    }
    return row;
}

SpaceForm::SpaceForm(const SiteModel &site, const Theme &theme, QWidget *parent)
    : QFrame(parent), m_site(site), m_theme(theme)
{
    setObjectName(u"inspector"_s);
    setFixedWidth(theme.scaled(328));
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    QWidget *body = makeBody();
    body->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    scroll->setWidget(body);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHead());
    layout->addWidget(scroll, 1);
    layout->addWidget(makeFooter());
    connect(&theme, &Theme::changed, this, [this] { setFixedWidth(m_theme.scaled(328)); });
}

// --- Contents ------------------------------------------------------------------------------------

void SpaceForm::edit(const SpaceDraft &draft)
{
    if (draft.before.id != m_draft.before.id)
        findChild<QScrollArea *>()->verticalScrollBar()->setValue(0); // read from its top
    m_draft = draft;
    m_tells = false;
    m_answer->clear();
    m_clash->clear();
    m_standing.reset();
    fill();
}

void SpaceForm::setDevices(const QList<domain::FleetDevice> &devices, UtcTime now)
{
    m_sensor->setDevices(devices, now);
    m_lamp->setDevices(devices, now);
}

void SpaceForm::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
    refresh();
}

void SpaceForm::fill()
{
    m_isFilling = true;
    const Space &space = m_draft.space;
    const auto set = [](QComboBox *combo, const QStringList &words, const QString &text) {
        combo->clear();
        combo->addItems(words);
        combo->setEditText(text);
    };
    QStringList buildings = m_site.buildings();
    buildings.removeAll(QString());
    set(m_building, buildings, space.building);
    QStringList floors = m_site.floorsOf(space.building);
    floors.removeAll(QString());
    set(m_floor, floors, space.floor);
    m_zone->setEditText(space.zone);
    m_count->setValue(m_draft.count);
    m_code->setText(space.code);
    m_name->setText(space.name == space.code ? QString() : space.name);
    m_sensor->setSpace(m_draft.isNew() ? std::nullopt : std::optional(space.id));
    m_lamp->setSpace(m_draft.isNew() ? std::nullopt : std::optional(space.id));
    m_sensor->setChosen(space.sensorEui);
    m_lamp->setChosen(space.displayEui);
    fillPlaces();
    fillFeatures();
    m_isFilling = false;
    refresh();
}

/// The zones of the floor that is named.
void SpaceForm::fillPlaces()
{
    const QString building =
        m_draft.isNew() ? m_building->currentText().trimmed() : m_draft.space.building;
    const QString floor = m_draft.isNew() ? m_floor->currentText().trimmed() : m_draft.space.floor;
    QStringList zones;
    for (const int row : m_site.rowsOf(building, floor)) {
        if (const QString &zone = m_site.space(row).zone; !zone.isEmpty() && !zones.contains(zone))
            zones.append(zone);
    }
    zones.sort();
    const QString typed = m_zone->currentText();
    const QSignalBlocker quiet(m_zone);
    m_zone->clear();
    m_zone->addItems(zones);
    m_zone->setEditText(typed);
}

/// Those that programs know, and those that this site has beside them.
void SpaceForm::fillFeatures()
{
    QStringList names{u"charging"_s, u"accessible"_s, u"family"_s};
    for (const Space &space : m_site.spaces()) {
        for (const QString &feature : space.features) {
            if (!names.contains(feature))
                names.append(feature);
        }
    }
    qDeleteAll(m_chips);
    m_chips.clear();
    for (const QString &name : std::as_const(names)) {
        auto *chip = new QPushButton(name == u"family" ? tr("Family") : labels::features({name}),
                                     m_features);
        chip->setProperty("kind", u"chip"_s);
        chip->setProperty("feature", name);
        if (name == u"charging" || name == u"accessible")
            chip->setIcon(m_theme.icon(name));
        chip->setCheckable(true);
        chip->setChecked(m_draft.space.features.contains(name));
        connect(chip, &QPushButton::toggled, this, &SpaceForm::read);
        m_features->layout()->addWidget(chip);
        chip->show();
        m_chips.append(chip);
    }
}

void SpaceForm::read()
{
    if (m_isFilling)
        return;
    Space &space = m_draft.space;
    if (m_draft.isNew()) {
        space.building = m_building->currentText().trimmed();
        space.floor = m_floor->currentText().trimmed();
        m_draft.count = m_count->value();
    }
    space.code = m_code->text().trimmed();
    space.zone = m_zone->currentText().trimmed();
    const QString name = m_name->text().trimmed();
    space.name = name.isEmpty() ? space.code : name;
    space.sensorEui = m_sensor->chosen();
    space.displayEui = m_lamp->chosen();
    QStringList features = space.features;
    for (const QPushButton *chip : std::as_const(m_chips)) {
        const QString feature = chip->property("feature").toString();
        if (!chip->isChecked())
            features.removeAll(feature);
        else if (!features.contains(feature))
            features.append(feature);
    }
    space.features = features;
    m_answer->clear();
    if (m_standing)
        m_clash->setBoth(wordsOfClash());
    refresh();
    Q_EMIT edited();
}

QString SpaceForm::problem() const
{
    if (m_draft.space.code.isEmpty())
        return tr("Give the space a code.");
    QSet<QString> taken;
    for (const Space &space : m_site.spaces()) {
        if (space.id != m_draft.before.id)
            taken.insert(space.code);
    }
    const QStringList codes = m_draft.count > 1
        ? domain::codesOf(rowFrom(m_draft.space, m_draft.count))
        : QStringList{m_draft.space.code};
    for (const QString &code : codes) {
        if (taken.contains(code))
            return tr("%1 is taken.").arg(code);
        if (code.size() > domain::kCodeMax)
            return tr("A code has %1 characters at most.").arg(domain::kCodeMax);
    }
    if (m_draft.isNew() && m_draft.space.floor.isEmpty())
        return tr("Name the floor.");
    return {};
}

void SpaceForm::submit()
{
    m_tells = true;
    refresh();
    if (!problem().isEmpty()) {
        m_code->setFocus(Qt::OtherFocusReason);
        return;
    }
    Q_EMIT saveAsked(m_draft);
}

void SpaceForm::setRefusal(const QString &words)
{
    m_answer->setText(words);
}

void SpaceForm::setStanding(const domain::Space &standing, const QString &words)
{
    m_standing = standing;
    m_answer->clear();
    m_clash->tell(words, wordsOfClash());
}

QString SpaceForm::wordsOfClash() const
{
    return labels::clash(domain::merged(m_draft.before, m_draft.space, *m_standing).clashes);
}

/// Mine is what was asked for already, so that it is stored at once. Theirs is only shown: what was
/// typed beside it waits to be saved.
void SpaceForm::takeStanding(bool mine)
{
    if (!m_standing)
        return;
    const auto merge = domain::merged(m_draft.before, m_draft.space, *m_standing);
    edit({.before = *m_standing, .space = mine ? merge.mine : merge.theirs});
    Q_EMIT edited();
    if (mine)
        submit();
}

void SpaceForm::refresh()
{
    const bool isNew = m_draft.isNew();
    const int count = isNew ? m_draft.count : 1;
    m_title->setText(isNew            ? tr("New space")
                         : m_readOnly ? m_draft.before.code
                                      : tr("Edit %1").arg(m_draft.before.code));
    m_place->setVisible(!isNew);
    m_place->setText(placeOf(m_draft.before, true));
    m_where->setVisible(isNew);
    m_single->setVisible(count == 1);
    const QString wrong = problem();
    if (m_tells || (!wrong.isEmpty() && !m_draft.space.code.isEmpty())) {
        setRole(*m_codeError, "danger"_L1);
        m_codeError->setText(wrong);
    } else {
        m_codeError->clear();
    }
    if (wrong.isEmpty() && count > 1) {
        const QStringList codes = domain::codesOf(rowFrom(m_draft.space, count));
        setRole(*m_codeError, "secondary"_L1);
        m_codeError->setText(tr("Makes %1 to %2.").arg(codes.first(), codes.last()));
    }
    m_code->setProperty("wrong", m_tells && !wrong.isEmpty());
    m_code->setAccessibleDescription(m_codeError->text());
    m_position->setText(isNew ? tr("Not placed on the plan yet: do that on the map.")
                            : m_draft.before.placement
                            ? tr("On the plan of %1").arg(m_draft.before.floor)
                            : tr("Not placed on the plan yet"));
    m_show->setVisible(!isNew);
    m_save->setText(count > 1 ? tr("Add %n spaces", nullptr, count) : tr("Save"));
    m_discard->setEnabled(m_draft.isChanged() || isNew);
    m_delete->setVisible(!isNew);
    m_footer->setVisible(!m_readOnly);
    for (QWidget *field : {static_cast<QWidget *>(m_code), static_cast<QWidget *>(m_zone),
                           static_cast<QWidget *>(m_name), static_cast<QWidget *>(m_sensor),
                           static_cast<QWidget *>(m_lamp), m_features})
        field->setEnabled(!m_readOnly);
}

void SpaceForm::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        submit();
    else
        QFrame::keyPressEvent(event);
}

} // namespace parking::ui
