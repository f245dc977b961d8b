#pragma once

#include "domain/spaceschange.h"
#include "spacelist/devicefield.h"

#include <QFrame>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace parking::ui {

class ClashBox;
class FlowLayout;

/// What a form holds: one space, or a row of new ones that begins with its code.
struct SpaceDraft {
    domain::Space before; ///< as it was opened; its id is null: a new one
    domain::Space space; ///< as it is to be
    int count = 1; ///< of new ones

    bool isNew() const { return before.id.isNull(); }
    bool isChanged() const { return count != 1 || space != before; }
    bool holdsAs(const SpaceDraft &other) const
    {
        return before.id == other.before.id && space == other.space && count == other.count;
    }
};

/// "B1-007" as the first code of a row: its beginning and its number. Without digits at the end the
/// number is 1.
domain::SpaceRow rowFrom(const domain::Space &first, int count);

/// A space that is made or edited, in the inspector's place. It knows the rules; whose a code or a
/// device is, the answer to a wish tells.
class SpaceForm : public QFrame {
    Q_OBJECT

public:
    SpaceForm(const SiteModel &site, const Theme &theme, QWidget *parent = nullptr);

    void edit(const SpaceDraft &draft); ///< also what was left before
    void setDevices(const QList<domain::FleetDevice> &devices, UtcTime now);
    void setReadOnly(bool readOnly);
    const SpaceDraft &draft() const { return m_draft; }
    /// The last wish was refused: what was typed stays.
    void setRefusal(const QString &words);
    /// Somebody else stored the space meanwhile: as `standing`, what `words` tell. What was typed
    /// stays until it is said whose is to hold.
    void setStanding(const domain::Space &standing, const QString &words);
    DeviceField &sensor() { return *m_sensor; }
    DeviceField &lamp() { return *m_lamp; }

Q_SIGNALS:
    void edited(); ///< what it holds changed
    void saveAsked(const parking::ui::SpaceDraft &draft);
    void discardAsked();
    void deleteAsked(const parking::domain::SpaceId &space);
    void showAsked(const parking::domain::SpaceId &space); ///< on the map
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeBody();
    QWidget *makeFooter();
    QComboBox *makeCombo(const QString &name, int longest);
    void fillPlaces();
    void fillFeatures();
    void fill();
    void read();
    void submit();
    void refresh();
    QString problem() const; ///< of what is typed; empty: none
    QString wordsOfClash() const; ///< what both changed by now
    void takeStanding(bool mine);

    const SiteModel &m_site;
    const Theme &m_theme;
    SpaceDraft m_draft;
    bool m_isFilling = false;
    bool m_readOnly = false;
    bool m_tells = false; ///< what is wrong: it was tried
    QLabel *m_title;
    QLabel *m_place;
    QWidget *m_where; ///< building, floor, how many: of new ones
    QComboBox *m_building;
    QComboBox *m_floor;
    QSpinBox *m_count;
    QLineEdit *m_code;
    QLabel *m_codeError;
    QComboBox *m_zone;
    QWidget *m_single; ///< what only one space has
    QLineEdit *m_name;
    DeviceField *m_sensor;
    DeviceField *m_lamp;
    QWidget *m_features;
    QList<QPushButton *> m_chips;
    QLabel *m_position;
    QPushButton *m_show;
    QLabel *m_answer;
    ClashBox *m_clash;
    std::optional<domain::Space> m_standing; ///< that somebody else stored meanwhile
    QWidget *m_footer;
    QPushButton *m_save;
    QPushButton *m_discard;
    QPushButton *m_delete;
};

} // namespace parking::ui

Q_DECLARE_METATYPE(parking::ui::SpaceDraft)
